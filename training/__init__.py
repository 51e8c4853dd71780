"""How the judge of questions is trained. Nothing here is needed at run time."""
