"""Single sign-on by OpenID Connect, set up by the environment."""
