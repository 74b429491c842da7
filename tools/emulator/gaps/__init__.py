"""What moto 5.2.1 answers otherwise than AWS, closed by one small patch each; every patch names its gap and effect."""
