"""Works to text: a registry of formats and one file for each; pure and deterministic."""
