"""What Prisma's fields mean."""
