"""The contracts of Accounts and SystemsOpener: what connecting and opening a connection rely on."""
