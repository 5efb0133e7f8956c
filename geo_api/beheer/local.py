"""The way in on a single machine without an identity provider: a link that works once.

The command makes the secret and prints it; this process knows its hash only.
"""

import hashlib
import hmac


class LocalLink:
    """One link; exchanged for a session once."""

    def __init__(self, digest: str) -> None:
        """Know the hash of the secret in the link."""
        self._digest = digest
        self._used = False

    def fits(self, word: str) -> bool:
        """Whether this is the secret, and it was not used before."""
        same = hmac.compare_digest(hashlib.sha256(word.encode()).hexdigest(), self._digest)
        return same and not self._used

    def use(self, word: str) -> bool:
        """Take the secret; True the first time."""
        fits = self.fits(word)
        self._used = self._used or fits
        return fits
