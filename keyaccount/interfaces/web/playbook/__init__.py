"""Pages of the playbook: the edition in force, readable."""
