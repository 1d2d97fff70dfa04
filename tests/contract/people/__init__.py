"""The people of infra/sandbox/people: what they do in the twins is what people do at the vendors."""
