-- The constraint of 0074 holds for what was there, too.
ALTER TABLE categories VALIDATE CONSTRAINT categories_keywords_by_language;
