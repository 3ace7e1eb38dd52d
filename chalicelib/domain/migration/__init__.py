"""What another version of the playbook would change of one onboarding: the preview, and exactly what a migration does.

Done work is never lost: what is done, or was given something for, stays with its rule; so does a stage that has begun.
A gate that has passed stays passed, and what is open already gets no new gate in front of it.
"""
