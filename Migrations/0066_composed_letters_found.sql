-- What was written with accents of their own is found by composed letters from now on, too.
SELECT index_products(ARRAY(
    SELECT p.id
    FROM products AS p LEFT JOIN categories AS c ON c.code = p.category_code
    WHERE p.names::text IS NOT NFC NORMALIZED OR p.descriptions::text IS NOT NFC NORMALIZED OR p.manufacturer IS NOT NFC NORMALIZED
        OR p.manufacturer_part_number IS NOT NFC NORMALIZED OR p.attributes::text IS NOT NFC NORMALIZED
        OR c.titles::text IS NOT NFC NORMALIZED
));
