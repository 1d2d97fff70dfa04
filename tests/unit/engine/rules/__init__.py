"""Stories of rules: kept in versions, switched off and on."""
