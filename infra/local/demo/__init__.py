"""`make demo`: one onboarding per webhook kind, from the signed webhook to live, over HTTP only."""
