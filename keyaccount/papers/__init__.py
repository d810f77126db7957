"""Papers for customers, written from templates: quotes, proposals, contracts as Word and PDF. Plain values in, a file out (PRO-1)."""
