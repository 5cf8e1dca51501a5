"""Pages that need many modules: today, search, the person's file (Σήμερα, αναζήτηση, καρτέλα)."""
