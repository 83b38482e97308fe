-- Orders of a small shop.
/* Tables come first,
   questions after them. */
CREATE TABLE IF NOT EXISTS customers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        VARCHAR(120) NOT NULL,
    email       TEXT UNIQUE,
    balance     DECIMAL(12, 2) DEFAULT 0.00,
    active      BOOLEAN NOT NULL DEFAULT TRUE,
    created_at  TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT positive CHECK (balance >= -100)
);

CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    status varchar(20) NOT NULL CHECK (status IN ('open', 'paid', 'sent')),
    total numeric(10, 2),
    placed date NOT NULL
);

CREATE UNIQUE INDEX orders_by_date ON orders (customer_id, placed DESC);

ALTER TABLE customers ADD COLUMN note text;
ALTER TABLE orders DROP CONSTRAINT orders_status_check;

INSERT INTO customers (name, email, balance)
VALUES ('Ada Lovelace', 'ada@example.org', 12.50),
       ('Pat O''Brien', NULL, 1e3),
       ("Grace", 'grace@example.org', -5);

UPDATE customers
SET balance = balance * 1.05, note = 'it''s been raised'
WHERE active = TRUE AND email LIKE '%@example.org' AND NOT balance < 0;

SELECT c.name,
       COUNT(*) AS n_orders,
       SUM(o.total) AS total,
       AVG(o.total) FILTER (WHERE o.status = 'paid') AS mean_paid,
       MAX(o.placed) AS last_order
FROM customers AS c
LEFT JOIN orders o ON o.customer_id = c.id
WHERE o.placed BETWEEN DATE '2026-01-01' AND CURRENT_DATE
GROUP BY c.name
HAVING COUNT(*) > 2
ORDER BY total DESC, c.name ASC
LIMIT 10 OFFSET 20;

-- Customers by how much they spent, each with a rank.
WITH RECURSIVE spent AS (
    SELECT customer_id, SUM(total) AS amount
    FROM orders
    GROUP BY customer_id
), ranked AS (
    SELECT customer_id,
           amount,
           ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY amount DESC) AS position,
           LAG(amount, 1) OVER (ORDER BY amount ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS previous
    FROM spent
)
SELECT r.customer_id,
       CASE
           WHEN r.amount > 1000 THEN 'large'
           WHEN r.amount IS NULL THEN 'none'
           ELSE 'small'
       END AS size,
       COALESCE(r.previous, 0) AS previous,
       CAST(r.amount AS INTEGER) AS whole,
       EXTRACT(YEAR FROM o.placed) AS y,
       UPPER(TRIM(c.name)) AS shout
FROM ranked r
INNER JOIN orders o ON o.customer_id = r.customer_id
CROSS JOIN customers c
WHERE EXISTS (SELECT 1 FROM orders x WHERE x.customer_id = r.customer_id)
   OR r.customer_id NOT IN (SELECT id FROM customers WHERE active = false)
UNION ALL
SELECT 0, 'total', 0, 0, 0, '-';

CREATE OR REPLACE VIEW open_orders AS
SELECT * FROM orders WHERE status <> 'sent' WITH CHECK OPTION;

CREATE FUNCTION discount(amount numeric, rate float) RETURNS numeric
    LANGUAGE SQL DETERMINISTIC
    RETURN amount * (1 - rate);

CREATE TRIGGER touch AFTER UPDATE ON customers
FOR EACH ROW
BEGIN
    UPDATE customers SET note = 'touched' WHERE id = NEW.id;
END;

BEGIN TRANSACTION;
DELETE FROM orders WHERE placed < '2020-01-01';
SAVEPOINT before_drop;
TRUNCATE TABLE old_orders;
ROLLBACK TO SAVEPOINT before_drop;
COMMIT;

MERGE INTO customers USING staging ON customers.id = staging.id
WHEN MATCHED THEN UPDATE SET name = staging.name
WHEN NOT MATCHED THEN INSERT (name) VALUES (staging.name);

GRANT SELECT, INSERT ON customers TO clerk;
REVOKE ALL ON orders FROM PUBLIC;
DROP TABLE IF EXISTS staging;
