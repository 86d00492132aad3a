"""Who may come in (登录与任职): signing in, passwords, posts, tokens; all of it written down."""
