"""The sheets that we draw ourselves: covers, spines, catalogues, dividers, closing sheets."""
