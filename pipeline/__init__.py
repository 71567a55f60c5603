"""svodka: Russian news on diplomacy and the economy, as tables."""
