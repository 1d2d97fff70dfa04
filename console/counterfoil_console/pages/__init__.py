"""What each page shows, as data: one module and one frozen page model for each page.

A page model is filled by a use case and rendered by `rendering`. It names kinds, states, amounts and moments as the domain
does; the templates find the words. Sentences in it are those that the domain wrote, in `counterfoil.domain.texts`.
"""
