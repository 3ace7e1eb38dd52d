"""What the customer's pages show: values made from state; the templates only lay them out."""
