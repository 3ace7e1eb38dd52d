"""What the team's pages show and offer: values made from state; the templates only lay them out."""
