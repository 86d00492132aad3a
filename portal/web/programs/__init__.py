"""What programs read and do (接口): the acts and lists of the pages, as JSON by personal token."""
