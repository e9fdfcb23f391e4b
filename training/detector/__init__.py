"""The plate detector: four corners and a score for each plate of a whole luma frame."""
