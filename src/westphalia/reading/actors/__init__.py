"""Who: names, roles and pronouns of a report, each resolved to an actor where the text allows it."""
