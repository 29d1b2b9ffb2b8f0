"""What a form offers to choose from where a reason, a harm or a risk is asked."""
