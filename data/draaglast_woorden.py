"""What the classes and levels of M1 say in plain words, and the English of its parts."""

# The bounds of the classes (`formula`) in words; "gemiddeld" is a band about the mean.
CLASSES_TOLD = (
    "Vergeleken met alle buurten van Nederland. Onder druk: draaglast duidelijk hoger dan "
    "gemiddeld, draagkracht niet boven het gemiddelde. Zwaar maar gedragen: draaglast duidelijk "
    "hoger dan gemiddeld, draagkracht niet onder het gemiddelde. Draagkrachtig: draagkracht "
    "duidelijk hoger dan gemiddeld, draaglast niet boven het gemiddelde. Overig: al het andere."
)
# What above average means: of a part of the load a burden, of the capacity a strength.
DIRECTION = {
    "D": "Boven gemiddeld: meer belasting dan in de gemiddelde buurt van Nederland.",
    "K": "Boven gemiddeld: meer draagkracht dan in de gemiddelde buurt van Nederland.",
}
ENGLISH = {
    "L1": "Care and support",
    "L2": "Psychosocial",
    "L3": "Security of livelihood",
    "L4": "Nuisance and safety",
    "K1": "Cohesion",
    "K2": "Commitment",
    "K3": "Resources",
    "K4": "Meeting and facilities",
}
