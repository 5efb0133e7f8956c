"""One module per kind of resource; each offers `router`, an APIRouter without state of its own."""
