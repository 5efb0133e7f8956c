"""A bounded memory of answers: by bytes, the least recently used forgotten first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

from geo_api.http.tally import Tally

OVERHEAD = 500
"""What an entry costs beside its bytes: key, headers, the places in the dictionary."""


@dataclass
class Memory:
    """Bytes by key.

    Attributes:
        limit: most bytes it may hold, overhead included.
        size: what it holds now.
        tally: how often something was there.
    """

    limit: int
    size: int = 0
    tally: Tally = field(default_factory=Tally)
    _kept: OrderedDict[Hashable, bytes] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        """Number of entries."""
        return len(self._kept)

    def get(self, key: Hashable) -> bytes | None:
        """What is kept under a key."""
        found = self._kept.get(key)
        self.tally.count(found=found is not None)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, body: bytes) -> None:
        """Keep it, and let go of what was not used longest; what is too large is not kept."""
        old = self._kept.pop(key, None)
        if old is not None:
            self.size -= len(old) + OVERHEAD
        if len(body) + OVERHEAD > self.limit // 4:
            return
        self._kept[key] = body
        self.size += len(body) + OVERHEAD
        while self.size > self.limit:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone) + OVERHEAD
