"""The forms of codes in words, for everyone who must read that a code lacks its form."""

from data.model import BAG_ID, BU_CODE, GM_CODE, POSTCODE4, POSTCODE6, WK_CODE

WORDS = {
    POSTCODE6: "vier cijfers en twee letters",
    POSTCODE4: "vier cijfers",
    BAG_ID: "16 cijfers, als tekst",
    GM_CODE: "GM en vier cijfers",
    WK_CODE: "WK en zes tekens",
    BU_CODE: "BU en acht tekens",
}
"""Pattern -> words."""
