"""Everything about the whole assignment: solvers, proposals, explanations."""

from matching.problem import Assignment, Certificate, Problem
from matching.solver import solve

__all__ = ["Assignment", "Certificate", "Problem", "solve"]
