CREATE TABLE role (
    name        text PRIMARY KEY,
    description text NOT NULL,
    CONSTRAINT role_name_is_a_slug CHECK (name ~ '^[a-z]+(-[a-z]+)*$')
);

CREATE TABLE account_role (
    account_id bigint      NOT NULL,
    role_name  text        NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    granted_by bigint,
    CONSTRAINT account_role_pk PRIMARY KEY (account_id, role_name),
    CONSTRAINT account_role_account_fk FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT account_role_role_fk FOREIGN KEY (role_name) REFERENCES role (name) ON UPDATE CASCADE,
    CONSTRAINT account_role_granted_by_fk FOREIGN KEY (granted_by) REFERENCES account (id) ON DELETE SET NULL
);

-- The primary key serves "roles of an account"; this one serves "accounts of a role".
CREATE INDEX account_role_role_name_idx ON account_role (role_name);
CREATE INDEX account_role_granted_by_idx ON account_role (granted_by) WHERE granted_by IS NOT NULL;
