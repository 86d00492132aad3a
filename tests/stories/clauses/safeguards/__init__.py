"""The four safeguards: sponsorship, dispatch, supervision, publicity."""
