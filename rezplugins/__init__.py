"""The namespace of plugins; third parties extend it."""
