"""Which real examples are learned from."""
import json
from pathlib import Path

from . import data

SOURCES = "openalpr-us-crops,openalpr-train-detector,argentina-ocr,lprnet-cn,openlpr,robertlucian,kaggle433,poland-put,openimages"


def readings(files):
    """Another engine's readings by file name within the pool."""
    found = {}
    for path in files:
        for line in open(path):
            picture = json.loads(line)
            found[picture["file"].split("/pool/")[-1]] = picture["results"]
    return found


def examples(pool: Path, sources: set[str], known: dict, own: dict) -> tuple[list, list]:
    """Real examples for training and for validation."""
    real = data.labelled_crops(pool, sources, known, own) + data.read_crops(pool, sources, known, own)
    return [e for e in real if not data.is_validation(e.text)], [e for e in real if data.is_validation(e.text)]
