"""What mails say: values made from an onboarding and an effect; the templates only lay them out."""
