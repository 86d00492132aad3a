"""Where the house is entered (入口): our only name at the top of anybody's site-packages."""
