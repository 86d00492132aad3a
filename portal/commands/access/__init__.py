"""Who comes in and by what (人员与凭证): persons, tokens, in whose name a command acts."""
