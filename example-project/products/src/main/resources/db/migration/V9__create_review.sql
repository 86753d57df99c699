CREATE TABLE review (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint      NOT NULL,
    -- account.public_id of the users database. No foreign key reaches there, and no migration here may count on it.
    author     uuid        NOT NULL,
    rating     smallint    NOT NULL,
    body       text        NOT NULL DEFAULT '',
    written_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT review_product_fk FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT review_rating_range CHECK (rating BETWEEN 1 AND 5),
    CONSTRAINT review_one_per_author UNIQUE (product_id, author)
);

CREATE INDEX review_author_idx ON review (author);
