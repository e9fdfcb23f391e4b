"""The street of the demo clip: how it is drawn, its plates, its cars."""
