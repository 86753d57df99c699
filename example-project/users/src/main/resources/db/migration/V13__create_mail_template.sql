CREATE TABLE mail_template (
    name    text NOT NULL,
    locale  text NOT NULL,
    sender  text NOT NULL,
    subject text NOT NULL,
    body    text NOT NULL,
    CONSTRAINT mail_template_pk PRIMARY KEY (name, locale)
);

-- The one value that differs between dev, qa and prod. It is a placeholder of Flyway, filled in on the host of each
-- environment: the file, its checksum and the bundle stay the same everywhere.
INSERT INTO mail_template (name, locale, sender, subject, body) VALUES
    ('welcome', 'en-GB', '${supportEmail}', 'Welcome to the shop',
     'Good to have you. Questions? Write to ${supportEmail}.'),
    ('welcome', 'de-DE', '${supportEmail}', 'Willkommen im Shop',
     'Schön, dass Sie da sind. Fragen? Schreiben Sie an ${supportEmail}.');
