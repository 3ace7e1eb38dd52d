"""How times, reasons and names are put into words, wherever they are read."""
