"""Rules as people keep them: read and written as documents, saved in versions, switched off and on."""
