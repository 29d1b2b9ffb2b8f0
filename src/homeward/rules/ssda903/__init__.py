"""The statutory return on children looked after: what is wrong with a missing episode in it."""
