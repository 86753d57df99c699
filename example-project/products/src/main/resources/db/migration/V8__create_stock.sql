CREATE TABLE warehouse (
    code text PRIMARY KEY,
    name text NOT NULL,
    CONSTRAINT warehouse_code_well_formed CHECK (code ~ '^[A-Z]{3}[0-9]$')
);

INSERT INTO warehouse (code, name) VALUES
    ('HAM1', 'Hamburg'),
    ('RTM1', 'Rotterdam');

CREATE TABLE stock (
    warehouse_code text        NOT NULL,
    variant_id     bigint      NOT NULL,
    on_hand        integer     NOT NULL DEFAULT 0,
    reserved       integer     NOT NULL DEFAULT 0,
    counted_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT stock_pk PRIMARY KEY (warehouse_code, variant_id),
    CONSTRAINT stock_warehouse_fk FOREIGN KEY (warehouse_code) REFERENCES warehouse (code),
    CONSTRAINT stock_variant_fk FOREIGN KEY (variant_id) REFERENCES variant (id) ON DELETE CASCADE,
    -- The last word against selling what is not there, whatever the application believes.
    CONSTRAINT stock_not_oversold CHECK (0 <= reserved AND reserved <= on_hand)
)
-- Counters are updated all day: room on each page keeps new row versions there and out of the indexes.
WITH (fillfactor = 80);

CREATE INDEX stock_variant_id_idx ON stock (variant_id);
