"""Whether a part of a story says no: `non so cucinare` must never become cooking."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from data.fields import plain

# Of plain text, where `can't` is `can t`.
_NO = re.compile(
    r"\b(?:non|no|mai|mica|manco|nessun[oaie]?|niente|nulla|nemmeno|neanche|neppure|senza|incapac[ei]|impossibile"
    r"|never|not|none|nobody|nothing|neither|nor|without|cannot|unable"
    r"|(?:do|does|did|ca|could|is|was|wo|would|have|has|had|are|were|should)(?:nt|n t))\b"
)
# The accent tells it from `ne ho fatti`.
_NEITHER = re.compile(r"\bn[ée]['’]?(?!\w)", re.IGNORECASE)
# A no that praises.
_PRAISE = re.compile(
    r"\b(?:"
    r"non (?:(?:mi|si) )?(?:e |ha |ho )?(?:mai )?"
    r"(?:manc|stanc|lament|arrend|arrabbi|distra|scoragg|offend|tir|moll|romp|perd[eo] temp)\w*"
    r"(?: indietro)?(?: mai)?"
    r"|non (?:ha|ho|hanno|aveva|avevo) (?:mai )?(?:paura|problem[ai]|difficolta)"
    r"|non (?:e|sono) (?:mai )?(?:in ritardo|assente)|non (?:fa|faccio|ha fatto|ho fatto) (?:mai )?(?:assenze|ritardi)"
    r"|non (?:arriva|arrivo) mai (?:tardi|in ritardo)|mai (?:in ritardo|assente|un ritardo|una assenza|un assenza)"
    r"|senza (?:problem[ai]|fatica|difficolta|paura|sosta|fermarsi|lamentarsi|aiuto|bisogno di aiuto|errori)"
    r"|qualcosa non (?:va|funziona)|senza che (?:te |me |glie)?lo (?:chied|dic)\w*"
    r"|non vede l ora|non solo|piu che mai|come non mai"
    r"|never (?:late|tired|absent|misses|missed|complains|gives up)|not (?:only|afraid)|no problems?"
    r"|without (?:problems?|help|difficulty|complaining|mistakes)|does(?:nt|n t) (?:give up|complain|get tired)"
    r")\b"
)
# A verb in a form that begins a statement of its own, so that the no before it ends.
_ANEW = re.compile(
    r"^(?:(?:io|lui|lei|loro|pero|i|he|she|they) )?(?:ho|ha|hanno|so|sa|sanno|sapeva|sapevo|e|era|ero|sono|faccio|fa"
    r"|faceva|facevo|lavoro|lavora|lavorava|lavoravo|sta|stava|stavo|posso|puo|sempre|have|has|had|can|could|know|knows"
    r"|knew|was|is|am|used|worked|works|did)\b"
)


def denies(part: str) -> bool:
    """Whether it says no, other than to praise (`non manca mai`)."""
    left = _PRAISE.sub(" ", plain(part))
    return _NO.search(left) is not None or any(found[0].casefold() != "ne" for found in _NEITHER.finditer(part))


def ends_in_denial(part: str, frame: AbstractSet[str]) -> bool:
    """Whether nothing but frame words follows its last no: the no goes for what was said before it."""
    found = [match.end() for match in _NO.finditer(plain(part))]
    return bool(found) and all(word in frame for word in plain(part)[found[-1] :].split())


def speaks_anew(part: str) -> bool:
    """Whether it begins a statement of its own: `so stirare` after `non so cucinare`."""
    return _ANEW.match(plain(part)) is not None
