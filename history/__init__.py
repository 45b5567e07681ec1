"""Who changed what, when and why, with each record as it was before and after."""
