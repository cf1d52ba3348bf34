"""Which file shows what: links, and the candidates for them."""
