"""The shape of what people type about a self-assessment. Forms clean into plain values and save nothing."""
