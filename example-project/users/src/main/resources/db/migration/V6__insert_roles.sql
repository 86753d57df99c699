INSERT INTO role (name, description) VALUES
    ('customer',        'Buys in the shop'),
    ('support',         'Reads accounts and orders, resets sign-ins'),
    ('catalog-manager', 'Edits products and prices'),
    ('administrator',   'Grants roles');
