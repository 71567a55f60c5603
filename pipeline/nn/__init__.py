"""natasha's two networks, morphology and names, in numpy alone."""
