-- Reference data belongs to the schema: the same rows in every environment, reviewed and promoted like any DDL.
INSERT INTO country (code, name, default_locale) VALUES
    ('AT', 'Austria',        'de-AT'),
    ('BE', 'Belgium',        'nl-BE'),
    ('CH', 'Switzerland',    'de-CH'),
    ('DE', 'Germany',        'de-DE'),
    ('ES', 'Spain',          'es-ES'),
    ('FR', 'France',         'fr-FR'),
    ('GB', 'United Kingdom', 'en-GB'),
    ('IE', 'Ireland',        'en-IE'),
    ('IT', 'Italy',          'it-IT'),
    ('NL', 'Netherlands',    'nl-NL');
