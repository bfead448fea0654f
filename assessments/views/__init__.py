"""The pages of self-assessments over HTTP, by what a person does there. Views decide nothing and write nothing."""
