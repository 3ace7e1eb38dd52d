"""Forms: what is asked, what may be typed, and the one form in which answers are kept."""
