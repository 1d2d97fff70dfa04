"""The console: what people do with the product, in a browser. No rule, query or decision of the sync lives here.

The words, beside those of `counterfoil.engine`:

- **person**: somebody who may sign in; **administrator** or **viewer** is a person's **role**.
- **session**: one person in one browser. **Token**: what a program shows instead of a session.
- **attempt**: a sign-in on its way through the issuer. **Issuer**: the OpenID Connect provider that knows the people.
- **visit**: one request, with whoever makes it. **Access**: who may make it.
- **audit trail**: what people did, with who and when; it is only ever added to.

The rooms: `web` (routes, by subject), `sign_in`, `connecting` and `people` (the use cases), `ports`, and what implements
them in `aws` and `oidc`. `pages` are what is shown, `presenting` makes them of what the product's use cases answer, and
`rendering` makes HTML of them; `api` is what programs get. `bootstrap` puts all together.
"""
