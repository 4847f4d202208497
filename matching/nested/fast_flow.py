"""The walks of `matching.nested.flow` as machine code."""

from matching.nested import flow
from matching.sparse.compiled import compiled

walk, shift = compiled(flow.walk), compiled(flow.shift)
